#![no_main]
libfuzzer_sys::fuzz_target!(|data: &[u8]| dinhdanh_fuzz::bodies::id_token(data));
