//# all none
#[derive(Serialize, Deserialize)]
pub struct Msg { pub order_id: u64, pub name: Option<String>, pub state: State }
#[derive(Serialize, Deserialize)]
pub enum State { InProgress, HTTPCall, OAuth2Login { user_id: u32 }, Done(u32) }
//# all lowercase
#[derive(Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub struct Msg { pub order_id: u64, pub name: Option<String>, pub state: State }
#[derive(Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum State { InProgress, HTTPCall, OAuth2Login { user_id: u32 }, Done(u32) }
//# all UPPERCASE
#[derive(Serialize, Deserialize)]
#[serde(rename_all = "UPPERCASE")]
pub struct Msg { pub order_id: u64, pub name: Option<String>, pub state: State }
#[derive(Serialize, Deserialize)]
#[serde(rename_all = "UPPERCASE")]
pub enum State { InProgress, HTTPCall, OAuth2Login { user_id: u32 }, Done(u32) }
//# all PascalCase
#[derive(Serialize, Deserialize)]
#[serde(rename_all = "PascalCase")]
pub struct Msg { pub order_id: u64, pub name: Option<String>, pub state: State }
#[derive(Serialize, Deserialize)]
#[serde(rename_all = "PascalCase")]
pub enum State { InProgress, HTTPCall, OAuth2Login { user_id: u32 }, Done(u32) }
//# all camelCase
#[derive(Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Msg { pub order_id: u64, pub name: Option<String>, pub state: State }
#[derive(Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub enum State { InProgress, HTTPCall, OAuth2Login { user_id: u32 }, Done(u32) }
//# all snake_case
#[derive(Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub struct Msg { pub order_id: u64, pub name: Option<String>, pub state: State }
#[derive(Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum State { InProgress, HTTPCall, OAuth2Login { user_id: u32 }, Done(u32) }
//# all SCREAMING_SNAKE_CASE
#[derive(Serialize, Deserialize)]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
pub struct Msg { pub order_id: u64, pub name: Option<String>, pub state: State }
#[derive(Serialize, Deserialize)]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
pub enum State { InProgress, HTTPCall, OAuth2Login { user_id: u32 }, Done(u32) }
//# all kebab-case
#[derive(Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub struct Msg { pub order_id: u64, pub name: Option<String>, pub state: State }
#[derive(Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum State { InProgress, HTTPCall, OAuth2Login { user_id: u32 }, Done(u32) }
//# all SCREAMING-KEBAB-CASE
#[derive(Serialize, Deserialize)]
#[serde(rename_all = "SCREAMING-KEBAB-CASE")]
pub struct Msg { pub order_id: u64, pub name: Option<String>, pub state: State }
#[derive(Serialize, Deserialize)]
#[serde(rename_all = "SCREAMING-KEBAB-CASE")]
pub enum State { InProgress, HTTPCall, OAuth2Login { user_id: u32 }, Done(u32) }
//# fields
#[derive(Serialize, Deserialize)]
pub struct Msg { pub order_id: u64, pub name: Option<String>, pub state: State }
#[derive(Serialize, Deserialize)]
#[serde(rename_all_fields = "camelCase")]
pub enum State { InProgress, HTTPCall, OAuth2Login { user_id: u32 }, Done(u32) }
//# variant
#[derive(Serialize, Deserialize)]
pub struct Msg { pub order_id: u64, pub name: Option<String>, pub state: State }
#[derive(Serialize, Deserialize)]
pub enum State { InProgress, HTTPCall, #[serde(rename_all = "camelCase")] OAuth2Login { user_id: u32 }, Done(u32) }
//# by hand
#[derive(Serialize, Deserialize)]
pub struct Msg { #[serde(rename = "orderId")] pub order_id: u64, pub name: Option<String>, pub state: State }
#[derive(Serialize, Deserialize)]
pub enum State { #[serde(rename = "inProgress")] InProgress, #[serde(rename = "hTTPCall")] HTTPCall, #[serde(rename = "oAuth2Login")] OAuth2Login { user_id: u32 }, #[serde(rename = "done")] Done(u32) }
//# with aliases
#[derive(Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Msg { #[serde(alias = "order_id")] pub order_id: u64, pub name: Option<String>, pub state: State }
#[derive(Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum State { #[serde(alias = "InProgress")] InProgress, #[serde(alias = "HTTPCall")] HTTPCall, #[serde(alias = "OAuth2Login")] OAuth2Login { user_id: u32 }, #[serde(alias = "Done")] Done(u32) }
//# one alias forgotten
#[derive(Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Msg { #[serde(alias = "order_id")] pub order_id: u64, pub name: Option<String>, pub state: State }
#[derive(Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum State { #[serde(alias = "InProgress")] InProgress, #[serde(alias = "HTTPCall")] HTTPCall, OAuth2Login { user_id: u32 }, #[serde(alias = "Done")] Done(u32) }
//# split
#[derive(Serialize, Deserialize)]
#[serde(rename_all(serialize = "camelCase"))]
pub struct Msg { pub order_id: u64, pub name: Option<String>, pub state: State }
#[derive(Serialize, Deserialize)]
#[serde(rename_all(deserialize = "snake_case"))]
pub enum State { InProgress, HTTPCall, OAuth2Login { user_id: u32 }, Done(u32) }
