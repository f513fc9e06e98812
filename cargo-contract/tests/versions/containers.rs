//# for T in Vec<u32> | VecDeque<u32> | LinkedList<u32> | HashSet<u32> | BTreeSet<u32> | [u32; 2] | [u32; 3] | (u32, u32) | (u32, u32, u32) | (u32,) | Option<Vec<u32>> | Vec<Option<u32>> | Vec<u64> | Vec<Vec<u32>> | HashMap<String, u32> | BTreeMap<String, u32> | HashMap<u32, u32> | HashMap<u64, u32> | HashMap<i8, u32> | HashMap<char, u32> | HashMap<bool, u32> | HashMap<String, Option<u32>> | HashMap<String, String> | Vec<(String, u32)> | serde_json::Value | Box<u32> | Option<Box<u32>> | Option<Option<u32>> | std::rc::Rc<Vec<u32>> | std::num::Wrapping<u32> | Result<u32, String> | Result<u32, u32> | Vec<String> | Vec<char> | std::marker::PhantomData<u32> | HashMap<String, serde_json::Value> | HashMap<String, HashMap<String, u32>> | [u32; 0] | BTreeSet<u64> | u128 | HashMap<u128, u32>
#[derive(Serialize, Deserialize)]
pub struct Msg {
    pub id: u32,
    pub v: {T},
}
