package io.keelson.tenancy.object;

import io.vertx.sqlclient.Row;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** Where an object's bytes lie: its parts in order, each with its bytes of plaintext. */
record StoredParts(UUID tenantId, UUID partsId, List<Part> parts) {

  record Part(long bytes, int epoch) {}

  StoredParts {
    parts = List.copyOf(parts);
  }

  /** From the columns {@code part_bytes} and {@code part_epochs}. */
  static StoredParts of(UUID tenantId, UUID partsId, Row row) {
    Long[] bytes = row.getArrayOfLongs("part_bytes");
    Integer[] epochs = row.getArrayOfIntegers("part_epochs");
    List<Part> parts = new ArrayList<>(bytes.length);
    for (int i = 0; i < bytes.length; i++) {
      parts.add(new Part(bytes[i], epochs[i]));
    }
    return new StoredParts(tenantId, partsId, parts);
  }

  StoredParts with(Part next) {
    List<Part> longer = new ArrayList<>(parts);
    longer.add(next);
    return new StoredParts(tenantId, partsId, longer);
  }

  Long[] bytesColumn() {
    return parts.stream().map(Part::bytes).toArray(Long[]::new);
  }

  Integer[] epochsColumn() {
    return parts.stream().map(Part::epoch).toArray(Integer[]::new);
  }

  Set<String> keys() {
    return IntStream.range(0, parts.size())
        .mapToObj(i -> name(i).key())
        .collect(Collectors.toSet());
  }

  PartName name(int index) {
    return new PartName(tenantId, partsId, index, parts.get(index).epoch());
  }

  long sizeBytes() {
    long total = 0;
    for (Part part : parts) {
      total += part.bytes();
    }
    return total;
  }
}
