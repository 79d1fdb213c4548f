package io.keelson.tenancy.signon;

import io.keelson.tenancy.failure.Unavailable;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.ArrayList;
import java.util.Hashtable;
import java.util.List;
import javax.naming.Context;
import javax.naming.NameNotFoundException;
import javax.naming.NamingEnumeration;
import javax.naming.NamingException;
import javax.naming.directory.Attribute;
import javax.naming.directory.InitialDirContext;

/** By the resolvers of the system, through the JDK's DNS client. */
@ApplicationScoped
class DnsRecords implements DomainRecords {
  private static final int MAX_TEXTS = 100;
  private static final String FIRST_WAIT_MS = "2000";
  private static final String TRIES = "2";

  /** Of the DNS this client makes strings, never objects; and the names are domains. */
  @SuppressWarnings({"BanJNDI", "JdkObsolete"})
  @Override
  public List<String> texts(String name) {
    Hashtable<String, String> settings = new Hashtable<>();
    settings.put(Context.INITIAL_CONTEXT_FACTORY, "com.sun.jndi.dns.DnsContextFactory");
    settings.put("com.sun.jndi.dns.timeout.initial", FIRST_WAIT_MS);
    settings.put("com.sun.jndi.dns.timeout.retries", TRIES);
    try {
      InitialDirContext dns = new InitialDirContext(settings);
      try {
        return texts(dns.getAttributes(name, new String[] {"TXT"}).get("TXT"));
      } finally {
        dns.close();
      }
    } catch (NameNotFoundException none) {
      return List.of();
    } catch (NamingException e) {
      throw new Unavailable("the DNS cannot be asked now", e);
    }
  }

  private static List<String> texts(Attribute records) throws NamingException {
    List<String> texts = new ArrayList<>();
    if (records == null) {
      return texts;
    }
    NamingEnumeration<?> all = records.getAll();
    while (all.hasMore() && texts.size() < MAX_TEXTS) {
      texts.add(unquoted(String.valueOf(all.next())));
    }
    return texts;
  }

  /** A record of several strings is one text. */
  private static String unquoted(String text) {
    return text.replace("\" \"", "").replace("\"", "");
  }
}
