/**
 * The advisory locks of a tier on PostgreSQL. Each is known by two numbers and belongs to one database, so that tiers on the same server, each with a
 * database of its own, do not meet. Nothing else may use these first numbers in that database.
 */

/** Held by every transaction to its end: one writer at a time, over all replicas of the tier (law 1). */
export const WRITERS_TURN = '735, 1';

/** Held by the session that brings the schema up to date. */
export const MIGRATORS_TURN = '735, 2';

/** First number of the locks that a replica holds while it delivers to a destination; the second is a hash of its name. */
export const DELIVERERS_TURNS = 736;
