//! What an order is, and what it costs. The domain decides: no budget is about it.

pub struct Line {
    pub quantity: u32,
    pub price: u32,
    pub gift: bool,
}

pub fn total(lines: &[Line]) -> Result<u32, &'static str> {
    let mut total = 0;
    for line in lines {
        if line.quantity == 0 {
            return Err("no quantity");
        }
        total += match line.gift {
            true => 0,
            false => line.quantity * line.price,
        };
    }
    let total = total - discount(total);
    Ok(total)
}

fn discount(total: u32) -> u32 {
    if total > 1000 {
        100
    } else if total > 500 {
        25
    } else if total > 100 {
        1
    } else {
        0
    }
}
