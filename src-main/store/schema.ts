/** Marks our files among SQLite databases ("WBNC"); bytes 68–71 of the file. */
export const APPLICATION_ID = 0x57_42_4e_43

/** Raised when a reader of the present version could misread a file. Added tables and columns do not raise it. */
export const SCHEMA_VERSION = 1

/** Rows of a full page: 32 KiB a column, 17 min at 4 Hz; one commit moves a page, so it bounds what a commit writes. */
export const PAGE_ROWS = 4_096

/** Pages a summary row stands for: an overview of a day at 1 kHz reads 330 rows a channel. */
export const PAGES_PER_SUMMARY = 64

/** Coarser levels kept above the finest one: from 50 Hz, 2 s, they are 10 s, 1 min and 10 min. */
export const COARSER_LEVELS = 3

/** `chunk.channel` and `summary.channel` of the time column. Channels count from 1. */
export const TIME_CHANNEL = 0

export const FILE_SUFFIX = '.wattbench'

/** What the stamps mean, kept in the file for people who open it years later. */
export const TIME_BASE =
  'integer microseconds since 1970-01-01T00:00:00Z (UTC), on a monotonic clock anchored once to the wall clock; ' +
  'a stamp is the moment the device sent the sample; a windowed value is the mean over the period that ends at its stamp'

/** What an event says to programs, as JSON. Files of earlier versions get it when they are written again. */
export const CREATE_EVENT_DETAIL = `
CREATE TABLE IF NOT EXISTS event_detail (event INTEGER PRIMARY KEY REFERENCES event(id), detail TEXT NOT NULL);`

/** What was wired to a voltmeter. Files of before get the table when they are written again. */
export const CREATE_CHANNEL_FILE = `
CREATE TABLE IF NOT EXISTS channel_file (
  source INTEGER PRIMARY KEY REFERENCES source(id), name TEXT NOT NULL, text TEXT NOT NULL);`

/**
 * Buckets for drawing. They came after the first files of schema 1: a reader does without where the table or a row is missing;
 * files of before get the table when they are written again.
 */
export const CREATE_LEVEL = `
CREATE TABLE IF NOT EXISTS level (
  source INTEGER NOT NULL REFERENCES source(id), first_page INTEGER NOT NULL, pages INTEGER NOT NULL, step_us INTEGER NOT NULL,
  n INTEGER NOT NULL, crc32 INTEGER NOT NULL, data BLOB NOT NULL);
CREATE UNIQUE INDEX IF NOT EXISTS level_head ON level (source, pages, step_us, first_page);`

/**
 * Schema 1. Blobs are little-endian without a header: int64 for times, float64/int64/uint64 for values.
 * min, max, sum and n_valid leave NaN out; min, max and sum are doubles also for integer channels.
 */
export const CREATE_TABLES = `
CREATE TABLE meta (key TEXT PRIMARY KEY, value) WITHOUT ROWID;
CREATE TABLE source (
  id INTEGER PRIMARY KEY, key TEXT NOT NULL UNIQUE, kind TEXT NOT NULL, name TEXT NOT NULL, machine_name TEXT NOT NULL,
  simulated INTEGER NOT NULL, identity TEXT, calibration TEXT);
CREATE TABLE channel (
  id INTEGER PRIMARY KEY, source INTEGER NOT NULL REFERENCES source(id), position INTEGER NOT NULL, key TEXT NOT NULL,
  label TEXT NOT NULL, unit TEXT NOT NULL, kind TEXT NOT NULL, type TEXT NOT NULL, UNIQUE (source, position));
CREATE TABLE segment (
  id INTEGER PRIMARY KEY, source INTEGER NOT NULL REFERENCES source(id), start_us INTEGER NOT NULL,
  period_s REAL NOT NULL, settings TEXT NOT NULL);
CREATE TABLE tail (
  id INTEGER PRIMARY KEY, source INTEGER NOT NULL REFERENCES source(id), n INTEGER NOT NULL,
  first_us INTEGER NOT NULL, last_us INTEGER NOT NULL, crc32 INTEGER NOT NULL, data BLOB NOT NULL);
CREATE TABLE chunk (
  source INTEGER NOT NULL REFERENCES source(id), channel INTEGER NOT NULL, seq INTEGER NOT NULL, n INTEGER NOT NULL,
  first_us INTEGER NOT NULL, last_us INTEGER NOT NULL, n_valid INTEGER NOT NULL, min REAL, max REAL, sum REAL,
  crc32 INTEGER NOT NULL, data BLOB NOT NULL);
CREATE UNIQUE INDEX chunk_head ON chunk (source, channel, seq, first_us, last_us, n, n_valid, min, max, sum);
CREATE TABLE summary (
  source INTEGER NOT NULL REFERENCES source(id), channel INTEGER NOT NULL, seq INTEGER NOT NULL, n INTEGER NOT NULL,
  first_us INTEGER NOT NULL, last_us INTEGER NOT NULL, n_valid INTEGER NOT NULL, min REAL, max REAL, sum REAL,
  PRIMARY KEY (source, channel, seq)) WITHOUT ROWID;
CREATE TABLE gap (
  id INTEGER PRIMARY KEY, source INTEGER NOT NULL REFERENCES source(id), from_us INTEGER NOT NULL, to_us INTEGER,
  lost INTEGER, cause TEXT NOT NULL, text TEXT NOT NULL, UNIQUE (source, from_us));
CREATE TABLE event (
  id INTEGER PRIMARY KEY, at_us INTEGER NOT NULL, kind TEXT NOT NULL, source INTEGER REFERENCES source(id), text TEXT NOT NULL);
${CREATE_CHANNEL_FILE}
${CREATE_LEVEL}
${CREATE_EVENT_DETAIL}
PRAGMA application_id = ${APPLICATION_ID};
PRAGMA user_version = ${SCHEMA_VERSION};
`
