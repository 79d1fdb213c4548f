package io.keelson.tenancy.mail;

import io.keelson.tenancy.database.Transaction;
import io.keelson.tenancy.failure.Unavailable;

/** How mails leave: through a mail server, or where none is set into {@link LocalMails}. */
public interface MailDelivery {
  /**
   * Returns when the mail is taken over. Called by a handler of an event, in whose transaction it
   * may be kept.
   *
   * @throws Unavailable when the mail server cannot be reached, or refuses for now
   */
  void send(Transaction tx, Mail mail);

  /** Where the links of mails lead: the address of the front door, without a slash at the end. */
  String url();
}
