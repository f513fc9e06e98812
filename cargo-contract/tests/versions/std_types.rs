//# for T in std::time::Duration | std::net::IpAddr | std::net::Ipv4Addr | String | u64 | Option<std::time::Duration> | Vec<std::net::IpAddr> | HashMap<std::net::IpAddr, u8> | HashMap<String, u8>
#[derive(Serialize, Deserialize)]
pub struct Msg {
    pub v: {T},
}
