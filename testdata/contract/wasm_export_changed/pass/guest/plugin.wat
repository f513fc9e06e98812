;; What the host runs.
(module
  (import "env" "log" (func (param i32 i32)))
  (memory (export "memory") 2 3)
  (func (export "more"))
  (func (export "handle") (param i32 i32)))
