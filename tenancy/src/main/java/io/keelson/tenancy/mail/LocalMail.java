package io.keelson.tenancy.mail;

import java.time.OffsetDateTime;
import java.util.UUID;

/** A mail that was kept here, since no mail server is set. */
public record LocalMail(UUID id, String to, String subject, String body, OffsetDateTime sentAt) {}
