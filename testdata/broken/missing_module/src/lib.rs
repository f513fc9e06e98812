mod gone;
mod here;
