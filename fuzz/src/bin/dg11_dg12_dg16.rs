#![no_main]
libfuzzer_sys::fuzz_target!(|data: &[u8]| dinhdanh_fuzz::bodies::dg11_dg12_dg16(data));
