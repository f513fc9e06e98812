//! Orders.

#[derive(Clone, serde::Serialize)]
//              ^^^^^^^^^^^^^^^^ serialization_in_core: the core does not know how values are written, but `orders::domain` uses `serde`
#[serde(rename_all = "camelCase")]
pub struct Order;

#[cfg_attr(feature = "wire", derive(serde::Deserialize))]
pub struct Line;

pub mod money {
    #[cfg_attr(feature = "wire", derive(serde::Deserialize))]
    //                                  ^^^^^^^^^^^^^^^^^^ serialization_in_core: `orders::domain::money` uses `serde` if a condition holds
    pub struct Euro;
}
