package io.github.dbupgrader.backfill;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What few definitions have.
 *
 * @param withoutTriggers whether triggers are kept from firing
 * @param quarantineAllowed why rows in quarantine are no obstacle; empty where they are one
 * @param followUps what is done when all rows are done
 * @param revision tells it from an earlier definition that looks alike
 */
record Extras(boolean withoutTriggers, Optional<String> quarantineAllowed, List<FollowUp> followUps, String revision) {

    static final Extras NONE = new Extras(false, Optional.empty(), List.of(), "1");

    Extras {
        followUps = List.copyOf(followUps);
    }

    Extras leavingOutTriggers() {
        return new Extras(true, quarantineAllowed, followUps, revision);
    }

    Extras allowingQuarantine(String why) {
        return new Extras(withoutTriggers, Optional.of(why), followUps, revision);
    }

    Extras followedBy(FollowUp followUp) {
        List<FollowUp> more = new ArrayList<>(followUps);
        more.add(followUp);
        return new Extras(withoutTriggers, quarantineAllowed, more, revision);
    }

    Extras revised(String text) {
        return new Extras(withoutTriggers, quarantineAllowed, followUps, text);
    }
}
