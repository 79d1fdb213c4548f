package io.keelson.tenancy.object;

import java.nio.charset.StandardCharsets;
import java.util.UUID;

/**
 * Which part of whose bytes: its place in the store, and what its encryption is bound to.
 *
 * @param index its place in the object, from 0
 * @param epoch counts the writers of one upload, so that no two write under one name
 */
record PartName(UUID tenantId, UUID partsId, int index, int epoch) {

  String key() {
    return folder(tenantId, partsId) + "/" + index + "-" + epoch;
  }

  PartName at(int otherIndex) {
    return new PartName(tenantId, partsId, otherIndex, epoch);
  }

  static String folder(UUID tenantId, UUID partsId) {
    return "tenants/" + tenantId + "/" + partsId;
  }

  /** Bytes of another tenant, another object or another place in it do not decrypt under this. */
  byte[] associatedData() {
    return ("keelson part 1\n" + key()).getBytes(StandardCharsets.US_ASCII);
  }
}
