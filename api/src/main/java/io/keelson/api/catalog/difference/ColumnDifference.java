package io.keelson.api.catalog.difference;

import io.keelson.api.catalog.profile.ColumnProfile;

/**
 * What became of a column.
 *
 * @param before null where it was added
 * @param after null where it was removed
 * @param psi {@link ColumnShift}; null where it was not there in both, or that says nothing
 */
public record ColumnDifference(
    String name, ColumnProfile before, ColumnProfile after, Double psi) {}
