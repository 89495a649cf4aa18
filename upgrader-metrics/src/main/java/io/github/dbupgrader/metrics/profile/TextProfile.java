package io.github.dbupgrader.metrics.profile;

/** Texts, with their lengths in code points; compared as they are, without any normalisation. */
final class TextProfile extends ColumnProfile {
    private final boolean padded;
    private long shortest = Long.MAX_VALUE;
    private long longest = -1;

    TextProfile(DistinctCounter distinct, boolean padded) {
        super(distinct);
        this.padded = padded;
    }

    @Override
    long add(Object value) {
        String text = padded ? withoutPadding((String) value) : (String) value;
        long length = text.codePointCount(0, text.length());
        shortest = Math.min(shortest, length);
        longest = Math.max(longest, length);
        return Hashes.ofText(text);
    }

    @Override
    void describe(ColumnFacts facts) {
        if (longest >= 0) {
            facts.count("min_length", shortest).count("max_length", longest);
        }
    }

    // blanks only, as SQL compares char(n); strip() would take other white space, too
    private static String withoutPadding(String text) {
        int end = text.length();
        while (end > 0 && text.charAt(end - 1) == ' ') {
            end--;
        }
        return text.substring(0, end);
    }
}
