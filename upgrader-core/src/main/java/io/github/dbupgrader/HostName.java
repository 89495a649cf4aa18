package io.github.dbupgrader;

import java.net.InetAddress;
import java.net.UnknownHostException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The name of the host for the history: what the operating system calls it, or the name service where it is silent. */
final class HostName {

    private static final Logger LOG = LoggerFactory.getLogger(HostName.class);

    private HostName() {}

    static String get() {
        for (String variable : new String[] {"HOSTNAME", "COMPUTERNAME"}) {
            String name = System.getenv(variable);
            if (name != null && !name.isBlank()) {
                return name;
            }
        }
        try {
            return InetAddress.getLocalHost().getHostName();
        } catch (UnknownHostException e) {
            LOG.debug("this host does not know its own name; the history says \"unknown\"", e);
            return "unknown";
        }
    }
}
