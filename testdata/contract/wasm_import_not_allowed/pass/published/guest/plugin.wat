;; What the host runs.
(module
  (import "env" "log" (func (param i32 i32)))
  (memory (export "memory") 1 4)
  (func (export "handle") (param i32 i32)))
