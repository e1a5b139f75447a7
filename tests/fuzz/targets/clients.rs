#![no_main]
libfuzzer_sys::fuzz_target!(|data: &[u8]| gatecheck_fuzz::clients::law(data));
