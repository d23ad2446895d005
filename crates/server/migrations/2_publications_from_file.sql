-- Which publications the configuration file makes: what it no longer names is published no longer.
ALTER TABLE publications ADD COLUMN from_file BIGINT NOT NULL DEFAULT 1;
