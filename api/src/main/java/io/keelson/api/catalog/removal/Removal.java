package io.keelson.api.catalog.removal;

import io.keelson.tenancy.access.Actor;
import io.keelson.tenancy.removal.ProjectRemoval.Left;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.UUID;

/**
 * The removal of a project, which is remembered once the project has gone.
 *
 * @param projectId what it was known by
 * @param slug which another project may have by now
 * @param left what had not ended as of the last look
 * @param removedAt null while it goes on
 */
public record Removal(
    UUID projectId,
    String slug,
    String name,
    OffsetDateTime startedAt,
    Actor by,
    List<Left> left,
    OffsetDateTime removedAt) {}
