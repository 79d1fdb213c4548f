package io.keelson.api.graphql.page;

import io.smallrye.graphql.api.Nullable;
import org.eclipse.microprofile.graphql.NonNull;

/** Where a page of a connection stands in the whole list. */
public record PageInfo(
    @NonNull boolean hasNextPage,
    @NonNull boolean hasPreviousPage,
    @Nullable String startCursor,
    @Nullable String endCursor) {}
