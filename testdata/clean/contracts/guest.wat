;; What runs at the edge.
(module
  (import "orders" "log" (func (param i32 i32)))
  (memory (export "memory") 1)
  (func (export "handle") (param i32 i32)))
