//! stub
#[test] fn t(){}
