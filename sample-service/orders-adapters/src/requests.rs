//! Requests as bytes: reads them, asks the desk, writes the reply. Whatever carries the bytes calls this.

use orders::domain::{Command, CustomerKey, Receive, StockKey, TenantId};
use orders::port::{OrderDesk, StockDesk};
use orders_wire::v1::{
    self, BoardQuery, BoardReply, CommandReply, ReceiveGoods, ReceiveReply, StockQuery, StockReply,
};
use orders_wire::{ReplyFrame, RequestFrame, WireError, decode, encode};

/// The reply to a request. There is always one, also to what is no request.
pub async fn answer(desk: &(impl OrderDesk + StockDesk), subject: &str, payload: &[u8]) -> Vec<u8> {
    match v1::subject::read(subject) {
        Ok((tenant, v1::subject::BOARD)) => encode(&board(desk, tenant, payload).await),
        Ok((tenant, v1::subject::RECEIVE)) => encode(&receive(desk, tenant, payload).await),
        Ok((tenant, v1::subject::STOCK)) => encode(&stock(desk, tenant, payload).await),
        Ok((tenant, subject)) => encode(&command(desk, tenant, subject, payload).await),
        Err(error) => encode(&CommandReply::from(error)),
    }
}

/// The reply, in one line, to a request in one line.
pub async fn answer_line(desk: &(impl OrderDesk + StockDesk), line: &[u8]) -> Vec<u8> {
    let (subject, reply) = match RequestFrame::decode(line) {
        Ok(frame) => {
            let reply = answer(desk, &frame.subject, &frame.payload_bytes()).await;
            (Some(frame.subject), reply)
        }
        Err(error) => (None, encode(&CommandReply::from(error))),
    };
    ReplyFrame::new(subject, &reply)
        .expect("a reply is JSON and shorter than what is read")
        .encode()
}

async fn command(
    desk: &impl OrderDesk,
    tenant: TenantId,
    subject: &str,
    payload: &[u8],
) -> CommandReply {
    match read_command(tenant, subject, payload) {
        Ok(command) => desk.carry_out(&command).await.into(),
        Err(error) => error.into(),
    }
}

async fn board(desk: &impl OrderDesk, tenant: TenantId, payload: &[u8]) -> BoardReply {
    match read_query(tenant, payload) {
        Ok(customer) => desk.board(&customer).await.into(),
        Err(error) => error.into(),
    }
}

async fn receive(desk: &impl StockDesk, tenant: TenantId, payload: &[u8]) -> ReceiveReply {
    match read_receive(tenant, payload) {
        Ok(receive) => ReceiveReply::new(&receive.article, desk.receive(&receive).await),
        Err(error) => error.into(),
    }
}

async fn stock(desk: &impl StockDesk, tenant: TenantId, payload: &[u8]) -> StockReply {
    match read_stock_query(tenant, payload) {
        Ok(article) => StockReply::new(&article, desk.stock(&article).await),
        Err(error) => error.into(),
    }
}

fn read_command(tenant: TenantId, subject: &str, payload: &[u8]) -> Result<Command, WireError> {
    v1::Command::decode(subject, payload)?.of_tenant(tenant)
}

fn read_query(tenant: TenantId, payload: &[u8]) -> Result<CustomerKey, WireError> {
    decode::<BoardQuery>(payload)?.of_tenant(tenant)
}

fn read_receive(tenant: TenantId, payload: &[u8]) -> Result<Receive, WireError> {
    decode::<ReceiveGoods>(payload)?.of_tenant(tenant)
}

fn read_stock_query(tenant: TenantId, payload: &[u8]) -> Result<StockKey, WireError> {
    decode::<StockQuery>(payload)?.of_tenant(tenant)
}
