package io.keelson.profiler.check;

/**
 * What is known of a table when its expectations are judged.
 *
 * @param relation the table, in SQL
 * @param groups of the check's own grouping; null where it has none
 */
record Evidence(Engine engine, String relation, Measures measures, Groups groups) {}
