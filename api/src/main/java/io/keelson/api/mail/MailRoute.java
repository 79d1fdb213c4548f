package io.keelson.api.mail;

import io.keelson.tenancy.database.Transaction;
import io.keelson.tenancy.failure.Unavailable;
import io.keelson.tenancy.mail.LocalMails;
import io.keelson.tenancy.mail.Mail;
import io.keelson.tenancy.mail.MailDelivery;
import io.quarkus.mailer.reactive.ReactiveMailer;
import io.vertx.ext.mail.SMTPException;
import java.time.Duration;

/** Through the mail server, or where none is set into the database. */
public final class MailRoute implements MailDelivery {
  private static final Duration SEND_LIMIT = Duration.ofSeconds(20);
  private final boolean toServer;
  private final String url;
  private final ReactiveMailer server;
  private final LocalMails local;

  /**
   * @param toServer whether there is a mail server
   * @param url the front door's address
   */
  public MailRoute(boolean toServer, String url, ReactiveMailer server, LocalMails local) {
    this.toServer = toServer;
    this.url = url;
    this.server = server;
    this.local = local;
  }

  @Override
  public void send(Transaction tx, Mail mail) {
    if (!toServer) {
      local.keep(tx, mail);
      return;
    }
    try {
      server
          .send(io.quarkus.mailer.Mail.withText(mail.to(), mail.subject(), mail.body()))
          .await()
          .atMost(SEND_LIMIT);
    } catch (RuntimeException e) {
      if (isRefusal(e)) {
        throw new MailRefused(e);
      }
      throw new Unavailable("the mail server takes no mail now", e);
    }
  }

  /** By a reply of the server that says for good, as that there is no such mailbox. */
  private static boolean isRefusal(Throwable failure) {
    for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
      if (cause instanceof SMTPException reply) {
        return reply.isPermanent();
      }
    }
    return false;
  }

  @Override
  public String url() {
    return url;
  }
}
