package io.keelson.api.graphql.tenancy;

import io.keelson.tenancy.apikey.ApiKeys.PlaceByPoints;
import io.keelson.tenancy.apikey.ApiKeys.Ranked;
import java.util.UUID;

/** Places in a list by points, as cursors hold them: {@code 1204/<the key's id>}. */
final class PointPlaces {
  private PointPlaces() {}

  static String of(Ranked ranked) {
    return ranked.points() + "/" + ranked.key().id();
  }

  /**
   * @param place what {@link #of} has written, as the cursor's signature vouches; null for the
   *     start
   */
  static PlaceByPoints read(String place) {
    if (place == null) {
      return null;
    }
    String[] parts = place.split("/", 2);
    return new PlaceByPoints(Long.parseLong(parts[0]), UUID.fromString(parts[1]));
  }
}
