#![no_main]
libfuzzer_sys::fuzz_target!(|data: &[u8]| dinhdanh_fuzz::bodies::secure_messaging_unwrap(data));
