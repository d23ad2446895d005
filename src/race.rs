//! Work that can be stopped.
use futures_channel::oneshot;
use std::pin::pin;
use std::task::Poll;

/// What the work gives, unless it was stopped first: then the work is dropped, which aborts its request. It is stopped
/// when the sender is dropped.
pub(crate) async fn race<T>(work: impl Future<Output = T>, stop: oneshot::Receiver<()>) -> Option<T> {
    let (mut work, mut stop) = (pin!(work), pin!(stop));
    std::future::poll_fn(move |context| match work.as_mut().poll(context) {
        Poll::Ready(done) => Poll::Ready(Some(done)),
        Poll::Pending => stop.as_mut().poll(context).map(|_| None),
    })
    .await
}
