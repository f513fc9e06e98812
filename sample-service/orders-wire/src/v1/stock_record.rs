//! The stock of an article, and how far it agrees with an order, as they are stored.

use std::collections::BTreeMap;

use orders::domain::{
    self, Balance, CommandId, Fulfilment, OrderId, OrderKey, Quantity, Receipt, Sku, Stock,
    StockKey, Version,
};
use serde::{Deserialize, Serialize};

use super::stock_event::StockEvent;
use super::tenant;
use crate::error::WireError;

/// A stored stock.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct StockRecord {
    /// The tenant; nothing: `main`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub tenant_id: Option<String>,
    /// Of which article.
    pub sku: String,
    /// How many ever arrived.
    pub received: u64,
    /// How many ever left.
    pub issued: u64,
    /// How many are set aside, by order.
    pub reservations: BTreeMap<String, u32>,
    /// The last receipts, oldest first.
    pub receipts: Vec<ReceiptRecord>,
    /// How many things have happened to it.
    pub version: u32,
    /// What the world does not know yet, first things first.
    pub unpublished: Vec<StockEvent>,
}

/// A receipt on a stored stock.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ReceiptRecord {
    /// By which command.
    pub command_id: String,
    /// How many.
    pub quantity: u32,
    /// The version that it made.
    pub version: u32,
}

/// How far an order and the stock have come together, as it is stored.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct FulfilmentRecord {
    /// The tenant; nothing: `main`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub tenant_id: Option<String>,
    /// Of which order.
    pub order_id: String,
    /// How many of each article that is counted.
    pub lines: BTreeMap<String, u32>,
    /// Whether nothing more will be set aside.
    pub reserved: bool,
}

impl From<&Stock> for StockRecord {
    fn from(stock: &Stock) -> Self {
        let (article, balance) = (domain::Entity::key(stock), stock.balance());
        let reservations = balance.reservations.iter();
        let receipts = balance.receipts.iter().map(|receipt| ReceiptRecord {
            command_id: receipt.command.to_string(),
            quantity: receipt.quantity.get(),
            version: receipt.version.get(),
        });
        Self {
            tenant_id: tenant::to_wire(&article.tenant),
            sku: article.id.to_string(),
            received: balance.received,
            issued: balance.issued,
            reservations: reservations
                .map(|(order, quantity)| (order.to_string(), quantity.get()))
                .collect(),
            receipts: receipts.collect(),
            version: balance.version.map_or(0, Version::get),
            unpublished: balance.unpublished.iter().map(StockEvent::from).collect(),
        }
    }
}

impl TryFrom<StockRecord> for Stock {
    type Error = WireError;

    fn try_from(record: StockRecord) -> Result<Self, WireError> {
        let tenant = tenant::from_wire(record.tenant_id.as_deref())?;
        let reservations = record.reservations.into_iter().map(|(order, quantity)| {
            Ok::<_, WireError>((OrderId::parse(&order)?, Quantity::new(quantity)?))
        });
        let unpublished = record.unpublished.into_iter();
        let balance = Balance {
            received: record.received,
            issued: record.issued,
            reservations: reservations.collect::<Result<_, _>>()?,
            receipts: record
                .receipts
                .into_iter()
                .map(Receipt::try_from)
                .collect::<Result<_, _>>()?,
            version: Version::new(record.version),
            unpublished: unpublished
                .map(domain::StockEvent::try_from)
                .collect::<Result<_, _>>()?,
        };
        let article = StockKey::new(tenant, Sku::parse(&record.sku)?);
        Ok(Self::restore(article, balance)?)
    }
}

impl TryFrom<ReceiptRecord> for Receipt {
    type Error = WireError;

    fn try_from(record: ReceiptRecord) -> Result<Self, WireError> {
        Ok(Self {
            command: CommandId::parse(&record.command_id)?,
            quantity: Quantity::new(record.quantity)?,
            version: Version::new(record.version).ok_or(WireError::Version)?,
        })
    }
}

impl From<&Fulfilment> for FulfilmentRecord {
    fn from(fulfilment: &Fulfilment) -> Self {
        let order = domain::Entity::key(fulfilment);
        let lines = fulfilment.lines().iter();
        Self {
            tenant_id: tenant::to_wire(&order.tenant),
            order_id: order.id.to_string(),
            lines: lines
                .map(|(sku, quantity)| (sku.to_string(), quantity.get()))
                .collect(),
            reserved: fulfilment.is_reserved(),
        }
    }
}

impl TryFrom<FulfilmentRecord> for Fulfilment {
    type Error = WireError;

    fn try_from(record: FulfilmentRecord) -> Result<Self, WireError> {
        let tenant = tenant::from_wire(record.tenant_id.as_deref())?;
        let lines = record.lines.into_iter().map(|(sku, quantity)| {
            Ok::<_, WireError>((Sku::parse(&sku)?, Quantity::new(quantity)?))
        });
        let order = OrderKey::new(tenant, OrderId::parse(&record.order_id)?);
        Ok(Self::restore(
            order,
            lines.collect::<Result<_, _>>()?,
            record.reserved,
        ))
    }
}
