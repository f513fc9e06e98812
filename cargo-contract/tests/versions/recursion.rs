//# tree
#[derive(Serialize, Deserialize)]
pub struct Msg { pub root: Node }
#[derive(Serialize, Deserialize)]
pub struct Node { pub id: u32, pub children: Vec<Node> }
//# tree with name
#[derive(Serialize, Deserialize)]
pub struct Msg { pub root: Node }
#[derive(Serialize, Deserialize)]
pub struct Node { pub id: u32, pub children: Vec<Node>, pub name: String }
//# tree with option
#[derive(Serialize, Deserialize)]
pub struct Msg { pub root: Node }
#[derive(Serialize, Deserialize)]
pub struct Node { pub id: u32, pub children: Vec<Node>, pub name: Option<String> }
//# wider
#[derive(Serialize, Deserialize)]
pub struct Msg { pub root: Node }
#[derive(Serialize, Deserialize)]
pub struct Node { pub id: u64, pub children: Vec<Node> }
//# list
#[derive(Serialize, Deserialize)]
pub struct Msg { pub root: Node }
#[derive(Serialize, Deserialize)]
pub struct Node { pub id: u32, pub next: Option<Box<Node>> }
//# list with option
#[derive(Serialize, Deserialize)]
pub struct Msg { pub root: Node }
#[derive(Serialize, Deserialize)]
pub struct Node { pub id: u32, pub next: Option<Box<Node>>, pub name: Option<String> }
//# map
#[derive(Serialize, Deserialize)]
pub struct Msg { pub root: Node }
#[derive(Serialize, Deserialize)]
pub struct Node { pub id: u32, pub children: HashMap<String, Node> }
//# enum
#[derive(Serialize, Deserialize)]
pub struct Msg { pub root: Node }
#[derive(Serialize, Deserialize)]
pub enum Node { Leaf(u32), Pair(Box<Node>, Box<Node>) }
//# enum more
#[derive(Serialize, Deserialize)]
pub struct Msg { pub root: Node }
#[derive(Serialize, Deserialize)]
pub enum Node { Leaf(u32), Pair(Box<Node>, Box<Node>), Not(Box<Node>) }
//# untagged
#[derive(Serialize, Deserialize)]
pub struct Msg { pub root: Node }
#[derive(Serialize, Deserialize)]
#[serde(untagged)]
pub enum Node { Leaf(u32), List(Vec<Node>) }
//# untagged more
#[derive(Serialize, Deserialize)]
pub struct Msg { pub root: Node }
#[derive(Serialize, Deserialize)]
#[serde(untagged)]
pub enum Node { Leaf(u32), List(Vec<Node>), Map(HashMap<String, Node>) }
//# nested lists
#[derive(Serialize, Deserialize)]
pub struct Msg { pub root: Vec<Vec<u32>> }
