#![no_main]
libfuzzer_sys::fuzz_target!(|data: &[u8]| dinhdanh_fuzz::bodies::dg14_dg15(data));
