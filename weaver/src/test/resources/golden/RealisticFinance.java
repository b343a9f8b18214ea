import dev.memoize.Memoize;
import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import java.time.DayOfWeek;
import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Currency;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/** What a back office memoizes: rates, calendars, schedules. */
class RealisticFinance {
    record Cashflow(LocalDate due, BigDecimal amount) {}

    record Bond(String isin, BigDecimal coupon, LocalDate maturity) {}

    interface RateSource {
        BigDecimal fetch(Currency from, Currency to, LocalDate day);
    }

    private static final Set<DayOfWeek> WEEKEND = Set.of(DayOfWeek.SATURDAY, DayOfWeek.SUNDAY);
    private final RateSource rates;
    private final Map<String, Bond> bonds = new HashMap<>();

    RealisticFinance(RateSource rates) {
        this.rates = rates;
    }

    @Memoize(maxSize = 512)
    BigDecimal rate(Currency from, Currency to, LocalDate day) {
        return rates.fetch(from, to, day).setScale(6, RoundingMode.HALF_EVEN);
    }

    @Memoize(ttl = "30s")
    BigDecimal liveRate(Currency from, Currency to) {
        return rates.fetch(from, to, LocalDate.now());
    }

    @Memoize(maxSize = Memoize.UNBOUNDED)
    static Set<LocalDate> holidays(int year) {
        Set<LocalDate> days = new HashSet<>();
        days.add(LocalDate.of(year, 1, 1));
        days.add(LocalDate.of(year, 12, 25));
        days.add(easter(year).plusDays(1));
        return days; // deserved
    }

    @Memoize
    static LocalDate easter(int year) {
        int a = year % 19;
        int b = year / 100;
        int c = year % 100;
        int d = (19 * a + b - b / 4 - (b - (b + 8) / 25 + 1) / 3 + 15) % 30;
        int e = (32 + 2 * (b % 4) + 2 * (c / 4) - d - c % 4) % 7;
        int f = d + e - 7 * ((a + 11 * d + 22 * e) / 451) + 114;
        return LocalDate.of(year, f / 31, f % 31 + 1);
    }

    @Memoize(maxSize = 4096)
    static LocalDate nextBusinessDay(LocalDate day) {
        LocalDate next = day.plusDays(1);
        while (WEEKEND.contains(next.getDayOfWeek()) || holidays(next.getYear()).contains(next)) {
            next = next.plusDays(1);
        }
        return next;
    }

    @Memoize
    static List<Cashflow> schedule(Bond bond, LocalDate from) {
        List<Cashflow> flows = new ArrayList<>();
        for (LocalDate due = bond.maturity(); due.isAfter(from); due = due.minusMonths(6)) {
            flows.add(0, new Cashflow(due, bond.coupon().divide(BigDecimal.valueOf(2), MathContext.DECIMAL64)));
        }
        return List.copyOf(flows);
    }

    @Memoize
    static double presentValue(List<Cashflow> flows, double yield, LocalDate at) {
        return flows.stream()
                .mapToDouble(f -> f.amount().doubleValue()
                        / Math.pow(1 + yield, ChronoUnit.DAYS.between(at, f.due()) / 365.0))
                .sum();
    }

    @Memoize
    static double blackScholes(double spot, double strike, double rate, double sigma, double years) {
        double d1 = (Math.log(spot / strike) + (rate + sigma * sigma / 2) * years) / (sigma * Math.sqrt(years));
        return spot * normal(d1) - strike * Math.exp(-rate * years) * normal(d1 - sigma * Math.sqrt(years));
    }

    @Memoize(maxSize = 10_000)
    private static double normal(double x) {
        return 0.5 * (1 + Math.tanh(0.7978845608 * (x + 0.044715 * x * x * x)));
    }

    @Memoize
    static boolean isOverdue(LocalDate due) {
        return due.isBefore(LocalDate.now()); // deserved
    }

    @Memoize
    Map<String, List<Bond>> byCoupon(String prefix) {
        return bonds.values().stream()
                .filter(b -> b.isin().startsWith(prefix))
                .collect(Collectors.groupingBy(b -> b.coupon().toPlainString())); // deserved
    }
}
