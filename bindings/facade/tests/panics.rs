//! What the hook of the process hears of panics. The only test of its process, because there is one hook.

use dinhdanh_facade::{guarded, guarded_async, quietly};
use std::panic::{catch_unwind, set_hook};
use std::pin::pin;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::task::{Context, Poll, Waker};

#[test]
fn only_panics_outside_are_heard() {
    static HEARD: AtomicUsize = AtomicUsize::new(0);
    set_hook(Box::new(|_| {
        HEARD.fetch_add(1, Ordering::Relaxed);
    }));
    let said = "Nguyễn Thị Mẫu";
    assert!(guarded::<()>(|| panic!("{said}")).is_err());
    let mut waited_for = pin!(guarded_async::<()>(async { panic!("{said}") }));
    assert!(matches!(waited_for.as_mut().poll(&mut Context::from_waker(Waker::noop())), Poll::Ready(Err(_))));
    let passed_on = catch_unwind(|| quietly(|| panic!("{said}"))).unwrap_err();
    assert_eq!(passed_on.downcast_ref::<&str>(), Some(&"a defect of dinhdanh"));
    // A call inside a call ends, and the outer one is as silent as before.
    assert!(
        guarded::<()>(|| {
            assert!(guarded::<()>(|| panic!("{said}")).is_err());
            panic!("{said}")
        })
        .is_err()
    );
    assert_eq!(HEARD.load(Ordering::Relaxed), 0);
    assert!(catch_unwind(|| panic!("{said}")).is_err());
    assert_eq!(HEARD.load(Ordering::Relaxed), 1);
    assert_eq!(quietly(|| 7), 7);
}
