package io.github.dbupgrader.sql;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayName("upgrades 67: no password or URL secret")
class SecretMaskTest {

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
        create role x password 'secret'                         | create role x password '***'
        create role x PASSWORD'secret'                          | create role x PASSWORD'***'
        alter user x with encrypted password 'it''s' valid until '2030' | alter user x with encrypted password '***' valid until '2030'
        alter role x password E'a\\'b' login                    | alter role x password '***' login
        alter role x password $$secret$$ login                  | alter role x password '***' login
        alter role x password $t$sec$$ret$t$                    | alter role x password '***'
        alter role x password U&'s\\0065cret'                   | alter role x password '***'
        alter role x password /* new */ 'secret'                | alter role x password /* new */ '***'
        alter role x password 'secret                           | alter role x password '***'
        update u set password = 'secret', name = 'n'            | update u set password = '***', name = 'n'
        select f(password => 'secret', name => 'n')             | select f(password => '***', name => 'n')
        do $$ begin execute 'alter role x password ''secret'''; end $$ | do $$ begin execute 'alter role x password ''***'''; end $$
        do $$ begin execute format('alter role %I password %L', 'x', 'secret'); end $$ | do $$ begin execute format('alter role %I password %L', '***', '***'); end $$
        -- alter role x password 'secret'                       | -- alter role x password '***'
        create server s foreign data wrapper w options (host 'h', dbname 'd') | create server s foreign data wrapper w options (host '***', dbname '***')
        alter server s options (set password 'p', drop host) ; select 'x' | alter server s options (set password '***', drop host) ; select 'x'
        create user mapping for u server s options (user 'u', password 'p') | create user mapping for u server s options (user '***', password '***')
        alter foreign data wrapper w options (add k 'v')        | alter foreign data wrapper w options (add k '***')
        create subscription s connection 'host=h password=p' publication p | create subscription s connection '***' publication p
        alter subscription s connection 'host=h'                | alter subscription s connection '***'
        select dblink_connect('host=h password=secret user=u')  | select dblink_connect('host=h password=*** user=u')
        select dblink_connect('host=h password=''it\\''s'' x')  | select dblink_connect('host=h password=***')
        select 'postgres://user:pw@host:5432/db'                | select 'postgres://user:***@host:5432/db'
        connecting to postgresql://u:p%40w@h/db?sslmode=require | connecting to postgresql://u:***@h/db?sslmode=require
        jdbc:postgresql://h/db?user=u&password=secret&ssl=true  | jdbc:postgresql://h/db?user=u&password=***&ssl=true
        could not connect with host=h password=secret user=u    | could not connect with host=h password=*** user=u
        cannot connect: user=u password='it\\'s secret' port=1  | cannot connect: user=u password='***'
        """)
    void mask_secret_becomesStars(String text, String masked) {
        assertThat(SecretMask.mask(text)).isEqualTo(masked);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "select 1",
                "select 'x', E'a\\'b', $$y$$ -- c",
                "alter table t add column password text default 'none'",
                "alter role x password null",
                "comment on column t.password is 'Password of the user, hashed'",
                "create foreign table f (a int) server s options (table_name 't')",
                "select * from t where password = $1 and options = '{}'",
                "copy t to '/x' with (format 'csv')",
                "see https://example.org:8443/a?b=c@d and postgres://user@host/db",
                "create trigger connection_check before insert on t for each row execute function f('x')",
                "don't say password",
                "'",
                "",
                "password",
                "$password$"
            })
    void mask_noSecret_isTheSameText(String text) {
        assertThat(SecretMask.mask(text)).isSameAs(text);
    }

    @Test
    void mask_secretThatGoesOnInASecondString() {
        assertThat(SecretMask.mask("alter role x password 'sec'\n  'ret' login"))
                .isEqualTo("alter role x password '***'\n  '***' login");
    }

    @Test
    void mask_commentWithinComment_deep_doesNotOverflow() {
        String text = "/*".repeat(20_000) + " password 'secret'";

        assertThat(SecretMask.mask(text)).doesNotContain("secret");
    }

    @Test
    void mask_longText_isLinear() {
        String text = "select 'password " + "x".repeat(2_000_000) + "'";

        assertThat(SecretMask.mask(text)).hasSize(text.length());
    }
}
