package io.keelson.api.data;

import io.keelson.tenancy.object.LinkMaker;
import java.util.Collection;
import java.util.Map;

/** Whether those who made links still have the rights that they made them by. */
public interface LinkMakers {
  /** As at most a second ago. May block; an exception is a no. */
  boolean counts(LinkMaker maker);

  /**
   * Whether each of these counts now, looked up together. Who could not be looked up is missing.
   * Blocks, but never for a tenant's share of the connections.
   */
  Map<LinkMaker, Boolean> counting(Collection<LinkMaker> makers);
}
