//! The ports of the order desk over memory and over NATS JetStream.
