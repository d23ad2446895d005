//! A transport whose answers the test decides, and which remembers what was asked.
use flowdeck_client::{Request, Response, Transport, TransportError};
use futures_channel::oneshot;
use std::cell::RefCell;
use std::collections::VecDeque;
use std::future::Future;
use std::rc::Rc;

type Answer = Result<Response, TransportError>;

/// What happens to the next request.
pub(crate) enum Next {
    /// Answered at once.
    Now(Answer),
    /// Answered when the test says so.
    Later(oneshot::Receiver<Answer>),
}

/// The fake.
#[derive(Clone, Default)]
pub(crate) struct Fake {
    pub(crate) script: Rc<RefCell<VecDeque<Next>>>,
    pub(crate) asked: Rc<RefCell<Vec<Request>>>,
    pub(crate) pauses: Rc<RefCell<Vec<u32>>>,
}

impl Fake {
    pub(crate) fn answer(&self, status: u16, body: &str) -> &Self {
        self.push(Next::Now(Ok(response(status, body))))
    }

    pub(crate) fn fail(&self, error: TransportError) -> &Self {
        self.push(Next::Now(Err(error)))
    }

    pub(crate) fn later(&self) -> oneshot::Sender<Answer> {
        let (sender, receiver) = oneshot::channel();
        self.push(Next::Later(receiver));
        sender
    }

    pub(crate) fn push(&self, next: Next) -> &Self {
        self.script.borrow_mut().push_back(next);
        self
    }

    pub(crate) fn count(&self) -> usize {
        self.asked.borrow().len()
    }
}

pub(crate) fn response(status: u16, body: &str) -> Response {
    Response { status, body: String::from(body), ..Response::default() }
}

impl Transport for Fake {
    fn send(&self, request: Request) -> impl Future<Output = Answer> {
        self.asked.borrow_mut().push(request);
        let next = self.script.borrow_mut().pop_front();
        async move {
            match next {
                Some(Next::Now(answer)) => answer,
                Some(Next::Later(receiver)) => receiver.await.unwrap_or(Err(TransportError::Aborted)),
                None => unreachable!("a request that the test did not expect"),
            }
        }
    }

    fn pause(&self, ms: u32) -> impl Future<Output = ()> {
        self.pauses.borrow_mut().push(ms);
        std::future::ready(())
    }

    fn jitter(&self) -> f64 {
        0.5
    }
}
