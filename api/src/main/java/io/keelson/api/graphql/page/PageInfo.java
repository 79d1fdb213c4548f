package io.keelson.api.graphql.page;

import io.smallrye.graphql.api.Nullable;
import org.eclipse.microprofile.graphql.Description;
import org.eclipse.microprofile.graphql.NonNull;

/** Where a page of a connection stands in the whole list. */
@Description("Where a page stands in the whole list.")
public record PageInfo(
    @NonNull @Description("Whether more follow.") boolean hasNextPage,
    @NonNull @Description("Whether there are some before.") boolean hasPreviousPage,
    @Nullable @Description("The cursor of the page's first item; null for an empty page.")
        String startCursor,
    @Nullable
        @Description(
            "Where the next page begins: the cursor of the page's last item, or one behind it where what follows was passed over since the caller may not see it; null for an empty page at the end.")
        String endCursor) {}
