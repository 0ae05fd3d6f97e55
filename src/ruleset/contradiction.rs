//! Conditions that can never hold together, and demands that can never be broken: both would turn a rule
//! off in silence.

use jiff::civil::Date;

use super::cond::{Cond, Day, Field, Literal, Test};

/// Can the two never hold at once? Only where their words alone say so.
pub(super) fn between(one: &Cond, other: &Cond) -> bool {
    if denies(one, other) || denies(other, one) {
        return true;
    }
    let (ones, others) = (tests(one), tests(other));
    ones.iter().any(|(field, test)| {
        others.iter().any(|(at, beside)| {
            if field == at {
                clash(test, beside) || clash(beside, test)
            } else {
                unlinked(*field, test, *at) || unlinked(*at, beside, *field)
            }
        })
    })
}

/// Does `expect` hold wherever `when` does?
pub(super) fn follows(expect: &Cond, when: &Cond) -> bool {
    let known = parts(when);
    parts(expect).iter().all(|part| known.contains(part))
}

/// What must hold, each by itself.
fn parts(cond: &Cond) -> Vec<&Cond> {
    match cond {
        Cond::All(all) => all.iter().flat_map(parts).collect(),
        _ => vec![cond],
    }
}

/// The tests that all hold.
fn tests(cond: &Cond) -> Vec<(Field, &Test)> {
    let test = |part| match part {
        &Cond::Test(field, ref test) => Some((field, test)),
        _ => None,
    };
    parts(cond).into_iter().filter_map(test).collect()
}

/// `none of` what the other one demands.
fn denies(none: &Cond, demanded: &Cond) -> bool {
    let demanded = parts(demanded);
    let holds = |cond: &Cond| parts(cond).iter().all(|part| demanded.contains(part));
    parts(none).iter().any(|part| matches!(part, Cond::None(refused) if refused.iter().any(holds)))
}

/// A link without a row has no columns to test.
fn unlinked(link: Field, test: &Test, column: Field) -> bool {
    matches!((link, column), (Field::Link(link), Field::Linked(of, _)) if link == of)
        && *test == Test::Missing
}

fn clash(one: &Test, other: &Test) -> bool {
    // An empty list is a fault of its own.
    let empty = |test: &Test| matches!(test, Test::OneOf(literals) if literals.is_empty());
    match (one, other) {
        _ if empty(one) || empty(other) => false,
        (Test::Blank, other) => needs_value(other),
        (Test::Found, Test::Missing) => true,
        (Test::OneOf(ones), Test::OneOf(others)) => {
            !ones.iter().any(|one| others.iter().any(|other| alike(one, other)))
        }
        (Test::OneOf(literals), Test::Number(range)) => {
            let fits = |literal: &Literal| literal.number.is_none_or(|number| range.contains(number));
            !literals.iter().any(fits)
        }
        (Test::OneOf(literals), Test::Before(Day::On(day))) => all_dates(literals, |date| date >= *day),
        (Test::OneOf(literals), Test::After(Day::On(day))) => all_dates(literals, |date| date <= *day),
        (Test::Number(one), Test::Number(other)) | (Test::Length(one), Test::Length(other)) => {
            one.most < other.least || other.most < one.least
        }
        (Test::Before(before), Test::After(after)) => no_day_between(*after, *before),
        (Test::Address(one), Test::Address(other)) => {
            use super::cond::AddressShape::Mentioned;
            one != other && *one != Mentioned && *other != Mentioned
        }
        _ => false,
    }
}

/// Is the test broken by a blank cell? (`mentions` sees placeholders, which count as blank.)
fn needs_value(test: &Test) -> bool {
    !matches!(
        test,
        Test::Blank | Test::Found | Test::Missing | Test::Mentions(_) | Test::IdentityNumber | Test::State(_)
    )
}

fn alike(one: &Literal, other: &Literal) -> bool {
    let same = |a: Option<f64>, b: Option<f64>| a.is_some() && a == b;
    one.folded == other.folded
        || same(one.number, other.number)
        || (one.date.is_some() && one.date == other.date)
}

fn all_dates(literals: &[Literal], outside: impl Fn(Date) -> bool) -> bool {
    literals.iter().all(|literal| literal.date.is_some_and(&outside))
}

fn no_day_between(after: Day, before: Day) -> bool {
    match (after, before) {
        (Day::On(after), Day::On(before)) => after.tomorrow().is_ok_and(|first| first >= before),
        (Day::AsOf(after), Day::AsOf(before)) => after.saturating_add(1) >= before,
        (Day::Field(after), Day::Field(before)) => after == before,
        _ => false,
    }
}
