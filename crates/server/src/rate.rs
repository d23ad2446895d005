//! Buckets that fill evenly: so many calls a minute for each key, no more saved up than a minute's worth.
use std::collections::HashMap;
use std::hash::Hash;
use tokio::time::Instant;

/// Above this many buckets old ones are thrown away.
const MOST: usize = 100_000;

#[derive(Clone, Copy, Debug)]
struct Bucket {
    level: f64,
    at: Instant,
}

/// The buckets of a kind of call.
#[derive(Debug)]
pub struct Buckets<K>(HashMap<K, Bucket>);

impl<K> Default for Buckets<K> {
    fn default() -> Self {
        Self(HashMap::new())
    }
}

impl<K: Eq + Hash> Buckets<K> {
    /// Counts a call.
    ///
    /// # Errors
    /// There were too many: in so many seconds the next one is welcome.
    pub fn take(&mut self, key: K, per_minute: u32, now: Instant) -> Result<(), u32> {
        if self.0.len() > MOST {
            self.0.retain(|_, bucket| now.duration_since(bucket.at).as_secs() < 60);
        }
        let most = f64::from(per_minute.max(1));
        let bucket = self.0.entry(key).or_insert(Bucket { level: most, at: now });
        let refilled = now.duration_since(bucket.at).as_secs_f64() * most / 60.0;
        bucket.level = (bucket.level + refilled).min(most);
        bucket.at = now;
        if bucket.level >= 1.0 {
            bucket.level -= 1.0;
            Ok(())
        } else {
            Err(((1.0 - bucket.level) * 60.0 / most).ceil().max(1.0) as u32)
        }
    }
}

#[cfg(test)]
mod tests {
    use super::Buckets;
    use tokio::time::{Duration, Instant};

    #[test]
    fn a_bucket_empties_and_fills_evenly() {
        let mut buckets = Buckets::default();
        let start = Instant::now();
        for _ in 0..6 {
            assert_eq!(buckets.take("dock", 6, start), Ok(()));
        }
        assert_eq!(buckets.take("dock", 6, start), Err(10));
        assert_eq!(buckets.take("other", 6, start), Ok(()));
        assert_eq!(buckets.take("dock", 6, start + Duration::from_secs(4)), Err(6));
        assert_eq!(buckets.take("dock", 6, start + Duration::from_secs(10)), Ok(()));
        assert_eq!(buckets.take("dock", 6, start + Duration::from_secs(10)), Err(10));
        // However long nobody comes, no more than a minute's worth is saved up.
        let later = start + Duration::from_secs(3_600);
        let given = (0..100).filter(|_| buckets.take("dock", 6, later).is_ok()).count();
        assert_eq!(given, 6);
    }
}
