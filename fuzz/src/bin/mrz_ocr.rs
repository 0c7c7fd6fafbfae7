#![no_main]
libfuzzer_sys::fuzz_target!(|data: &[u8]| dinhdanh_fuzz::bodies::mrz_ocr(data));
