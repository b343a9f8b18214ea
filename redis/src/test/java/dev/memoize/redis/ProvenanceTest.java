package dev.memoize.redis;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** What results of one key rest on, without a server. */
final class ProvenanceTest {
    private static final byte[] NOTHING = {};

    private final LeaseToken tokens = new LeaseToken();
    private final Provenance provenance = new Provenance();

    @Test
    void resultsThatCannotBeStoredRestOnOneThingHoweverManyThereWere() {
        for (int i = 0; i < 100; i++) {
            byte[] lease = tokens.stored(tokens.next());
            provenance.rely(lease);
            provenance.leaveUnstored(lease);
            assertThat(provenance.isGoodWith(NOTHING)).as("after " + i).isTrue();
            assertThat(provenance.isGoodWith(lease)).as("after " + i).isTrue();
        }
        assertThat(provenance.isGoodWith(new byte[] {'M', 1})).isFalse();
    }

    @Test
    void moreValuesThanAreToldApartEndWithTheNextPush() {
        for (byte i = 0; i < 100; i++) {
            provenance.rely(new byte[] {'M', i});
        }
        assertThat(provenance.restsOnAnything()).isTrue();
        assertThat(provenance.isGoodWith(new byte[] {'M', 99})).isFalse();
    }

    @Test
    void filledLeaseGivesWayToWhatItWasFilledWith() {
        byte[] lease = tokens.stored(tokens.next());
        byte[] result = {'M', 1};
        provenance.rely(lease);
        provenance.follow(lease, result);
        assertThat(provenance.isGoodWith(lease)).as("not there yet").isTrue();
        assertThat(provenance.isGoodWith(result)).isTrue();
        provenance.followed(lease);
        assertThat(provenance.isGoodWith(result)).isTrue();
        assertThat(provenance.isGoodWith(lease)).isFalse();
        provenance.leave(result);
        assertThat(provenance.restsOnAnything()).isFalse();
    }

    @Test
    void failureTakesTheGroundFromItsOwnResultAlone() {
        byte[] lease = tokens.stored(tokens.next());
        provenance.rely(lease);
        provenance.rely(lease);
        provenance.leave(lease);
        assertThat(provenance.restsOnAnything()).isTrue();
        assertThat(provenance.isGoodWith(NOTHING)).isFalse();
        provenance.leave(lease);
        assertThat(provenance.restsOnAnything()).isFalse();
    }
}
