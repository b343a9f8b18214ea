package dev.memoize.heap;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What was found of a key among the rows of a {@link FlatRows} when {@code equals} was asked, under no lock. It is
 * looked at again under the lock, without {@code equals}: what was there is known by its references, and that there was
 * nothing holds until a key of that hash is added.
 */
public final class Sighting {
    /** A copy of the row with the key; {@code null} if there was none. */
    final @Nullable Entry row;

    /** See {@link FlatRows#additions}: if they are the same, nothing has to be compared. */
    final int additions;

    /** Copies of the rows that have another key. */
    final List<Entry> refused;

    Sighting(@Nullable Entry row, int additions, List<Entry> refused) {
        this.row = row;
        this.additions = additions;
        this.refused = refused;
    }
}
