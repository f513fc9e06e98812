//! Expressions as they are read, shown with brackets around what belongs together.

use super::{Expr, ExprId, Expressions, Pat, Statement};
use crate::Edition;

fn read(text: &str) -> Expressions {
    let found = Expressions::read(text, Edition::E2024);
    for (id, row) in found.iter() {
        if let Some(parent) = row.parent {
            assert!(found.row(parent).extent.contains(row.extent), "{id:?}");
        }
    }
    found
}

/// The body of the only function.
fn body(inside: &str) -> String {
    let found = read(&format!("fn f() {{ {inside} }}"));
    show(&found, found.functions[0].body)
}

fn show(found: &Expressions, id: ExprId) -> String {
    let one = |id: ExprId| show(found, id);
    let maybe = |id: Option<ExprId>| id.map_or("-".to_owned(), one);
    let all = |ids: &[ExprId]| ids.iter().map(|&id| one(id)).collect::<Vec<_>>().join(" ");
    match found.expr(id) {
        Expr::Path(names) => names.join("::"),
        Expr::Literal(text) => text.clone(),
        Expr::Call { callee, args } => format!("({}: {})", one(*callee), all(args)),
        Expr::Method {
            receiver,
            name,
            args,
            ..
        } => format!("({} .{name} {})", one(*receiver), all(args)).replace(" )", ")"),
        Expr::Field { base, name } => format!("({} .{name})", one(*base)),
        Expr::Macro { name, args } => {
            let args = args.iter().map(|(name, id)| match name {
                Some(name) => format!("{name}={}", one(*id)),
                None => one(*id),
            });
            format!("({name}! {})", args.collect::<Vec<_>>().join(" "))
        }
        Expr::Record { path, fields, rest } => {
            let fields = fields
                .iter()
                .map(|(name, id)| format!("{name}={}", one(*id)));
            let fields = fields.collect::<Vec<_>>().join(" ");
            format!("({} {{{fields}}} {})", path.join("::"), maybe(*rest))
        }
        Expr::Array(items) => format!("[{}]", all(items)),
        Expr::Repeat(item) => format!("[{};]", one(*item)),
        Expr::Tuple(items) => format!("(, {})", all(items)),
        Expr::Same(inner) => one(*inner),
        Expr::Prefix(inner) => format!("(! {})", one(*inner)),
        Expr::Await(inner) => format!("(await {})", one(*inner)),
        Expr::Try(inner) => format!("(? {})", one(*inner)),
        Expr::Cast(inner) => format!("(as {})", one(*inner)),
        Expr::Binary(a, operator, b) => format!("({} {operator} {})", one(*a), one(*b)),
        Expr::Index(base, index) => format!("({}[{}])", one(*base), one(*index)),
        Expr::Block { statements, value } => {
            let statements = statements.iter().map(|statement| match statement {
                Statement::Let {
                    pattern,
                    ty,
                    value,
                    otherwise,
                } => format!(
                    "let {}{} = {}{}",
                    shown(pattern),
                    if ty.is_some() { ": T" } else { "" },
                    maybe(*value),
                    otherwise.map_or(String::new(), |id| format!(" else {}", one(id)))
                ),
                Statement::Expr(id) => one(*id),
            });
            let statements = statements.collect::<Vec<_>>().join("; ");
            format!("{{{statements}{}}}", if value.is_some() { "" } else { ";" })
        }
        Expr::If {
            condition,
            then,
            otherwise,
        } => format!(
            "(if {} {} {})",
            maybe(*condition),
            maybe(*then),
            maybe(*otherwise)
        ),
        Expr::Let { pattern, value } => format!("(let {} = {})", shown(pattern), one(*value)),
        Expr::Match { value, arms } => {
            let arms = arms.iter().map(|arm| {
                let guard = arm
                    .guard
                    .map_or(String::new(), |id| format!(" if {}", one(id)));
                format!("{}{guard} => {}", shown(&arm.pattern), one(arm.value))
            });
            format!(
                "(match {} [{}])",
                one(*value),
                arms.collect::<Vec<_>>().join(", ")
            )
        }
        Expr::For {
            pattern,
            over,
            body,
        } => {
            format!("(for {} {} {})", shown(pattern), one(*over), one(*body))
        }
        Expr::While { condition, body } => format!("(while {} {})", maybe(*condition), one(*body)),
        Expr::Closure { params, body } => {
            let params = params.iter().map(shown).collect::<Vec<_>>().join(" ");
            format!("(|{params}| {})", one(*body))
        }
        Expr::Return(value) => format!("(return {})", maybe(*value)),
        Expr::Other(inside) => format!("(.. {})", all(inside)),
    }
}

fn shown(pattern: &Pat) -> String {
    let all = |patterns: &[Pat]| patterns.iter().map(shown).collect::<Vec<_>>().join(" ");
    match pattern {
        Pat::Name {
            name,
            is_mut,
            inner,
        } => {
            let inner = inner
                .as_ref()
                .map_or(String::new(), |it| format!("@{}", shown(it)));
            format!("{}{name}{inner}", if *is_mut { "mut " } else { "" })
        }
        Pat::Tuple(inside) => format!("({})", all(inside)),
        Pat::TupleStruct(path, inside) => format!("{}({})", path.join("::"), all(inside)),
        Pat::Record(path, fields) => {
            let fields = fields
                .iter()
                .map(|(name, it)| format!("{name}={}", shown(it)));
            format!(
                "{}{{{}}}",
                path.join("::"),
                fields.collect::<Vec<_>>().join(" ")
            )
        }
        Pat::Other(text) => text.clone(),
        Pat::Several(inside) => format!("<{}>", all(inside)),
    }
}

#[test]
fn calls_fields_and_chains() {
    for (text, shown) in [
        ("a.b.c(1, &d).await?", "{(? (await ((a .b) .c 1 d)))}"),
        ("a::b::<u8>(x);", "{(a::b: x);}"),
        ("x.0.f::<T>()", "{((x .0) .f)}"),
        (
            "S { a: 1, b, ..T::default() }",
            "{(S {a=1 b=b} (T::default: ))}",
        ),
        ("[a, b]; [c; 3]", "{[a b]; [c;]}"),
        ("(a, b); (c)", "{(, a b); c}"),
        ("!a; -b as u8; *c", "{(! a); (as (! b)); c}"),
        ("a + b * c; d = e; f[g]", "{(a + (b * c)); (d = e); (f[g])}"),
        ("return; return a", "{(return -); (return a)}"),
    ] {
        assert_eq!(body(text), shown, "{text}");
    }
}

#[test]
fn what_binds_and_what_branches() {
    for (text, shown) in [
        ("let mut a: T = b; a", "{let mut a: T = b; a}"),
        (
            "let Some(a) = b else { return };",
            "{let Some(a) = b else {(return -)};}",
        ),
        (
            "let C { d, e: (f, _), .. } = g;",
            "{let C{d=d e=(f _)} = g;}",
        ),
        (
            "if a { b } else if let Ok(c) = d { e }",
            "{(if a {b} (if (let Ok(c) = d) {e} -))}",
        ),
        (
            "match a { B::C | D => e, f if g => { h } }",
            "{(match a [<B::C D> => e, f if g => {h}])}",
        ),
        (
            "for (i, x) in xs.iter() { f(x) }",
            "{(for (i x) (xs .iter) {(f: x)})}",
        ),
        (
            "while let Some(m) = s.next().await {} loop { }",
            "{(while (let Some(m) = (await (s .next))) {;}); (while - {;})}",
        ),
        ("x.map(|a, &b| a)", "{(x .map (|a b| a))}"),
        ("async move { a }.await", "{(await {a})}"),
    ] {
        assert_eq!(body(text), shown, "{text}");
    }
}

#[test]
fn arguments_of_macros_are_expressions_if_they_can_be() {
    for (text, shown) in [
        (
            "format!(\"{a}.{}\", b.c(), d = e)",
            "{(format! \"{a}.{}\" (b .c) d=e)}",
        ),
        ("vec![a, b.c]; vec![]", "{(vec! a (b .c)); (vec! )}"),
        ("vec![vec![a]]", "{(vec! (vec! a))}"),
        ("json!({ \"a\": b })", "{(json! )}"),
        (
            "select! { m = s.next() => { f(m) } () = t => g(), }",
            "{(select! m (s .next) {(f: m)} (, ) t (g: ))}",
        ),
        ("assert!(a == b)", "{(assert! (a == b))}"),
        ("error! { #[a] #[b = \"c\"] struct D; }", "{(error! )}"),
        ("error! { #[a] }", "{(error! )}"),
        ("list![#[a] b, #[c(d[0])] e.f]", "{(list! b (e .f))}"),
    ] {
        assert_eq!(body(text), shown, "{text}");
    }
}

#[test]
fn functions_and_values_know_their_names() {
    let text = "const A: [&str; 2] = [B, \"c\"]; static D: u8 = 1; impl E { fn f(&self, g: u8, (h, i): T) { fn j() { k } l } }";
    let found = read(text);
    let mut values: Vec<_> = found
        .values
        .iter()
        .map(|(name, id)| (&text[name.range()], show(&found, *id)))
        .collect();
    values.sort();
    assert_eq!(
        values,
        [("A", "[B \"c\"]".to_owned()), ("D", "1".to_owned())]
    );
    let mut functions: Vec<_> = found
        .functions
        .iter()
        .map(|it| {
            let params = it.params.iter().map(shown).collect::<Vec<_>>().join(" ");
            (&text[it.name.range()], params, show(&found, it.body))
        })
        .collect();
    functions.sort();
    assert_eq!(
        functions,
        [
            ("f", "g (h i)".to_owned(), "{l}".to_owned()),
            ("j", String::new(), "{k}".to_owned())
        ]
    );
    let (l, _) = found
        .iter()
        .find(|(_, row)| row.expr == Expr::Path(vec!["l".to_owned()]))
        .unwrap();
    assert_eq!(&text[found.function_of(l).unwrap().name.range()], "f");
}

#[test]
fn text_that_is_no_rust_or_too_deep_is_read_as_far_as_it_goes() {
    assert_eq!(body("a.b(; c"), body("a.b(; c"));
    let deep = format!("fn f() {{ {}1{} }}", "(".repeat(300), ")".repeat(300));
    assert_eq!(read(&deep).functions.len(), 1);
    let too_deep = format!("fn f() {{ {}1{} }}", "(".repeat(3000), ")".repeat(3000));
    assert_eq!(read(&too_deep), Expressions::default());
    let long = format!("fn f() {{ x{} }}", ".f()".repeat(50_000));
    assert_eq!(read(&long).rows.len(), 50_002);
}
