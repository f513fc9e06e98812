//! Orders.

#[derive(Clone, serde::Serialize)]
//              ^^^^^^^^^^^^^^^^ serialization_in_core: the core does not know how values are written, but `orders::domain` uses `serde::Serialize`
#[serde(rename_all = "camelCase")]
pub struct Order;

#[cfg_attr(feature = "wire", derive(serde::Deserialize))]
//                                  ^^^^^^^^^^^^^^^^^^ serialization_in_core: if a condition holds
pub struct Line;
