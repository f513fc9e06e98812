//! Only where there are handles.
