//! Figures as a table that reads well as text and as Markdown.

/// Rows under a head; every row has a cell for each column.
#[derive(Debug, Clone)]
pub(crate) struct Table {
    head: Vec<&'static str>,
    rows: Vec<Vec<String>>,
}

impl Table {
    pub(crate) fn new(head: &[&'static str]) -> Self {
        Self {
            head: head.to_vec(),
            rows: Vec::new(),
        }
    }

    pub(crate) fn row(&mut self, cells: Vec<String>) {
        self.rows.push(cells);
    }

    pub(crate) fn is_empty(&self) -> bool {
        self.rows.is_empty()
    }

    /// Columns as wide as their widest cell, figures at the right.
    pub(crate) fn markdown(&self) -> String {
        let width = |column: usize| {
            let cells = self.rows.iter().filter_map(|row| row.get(column));
            let widest = cells.map(|cell| cell.chars().count()).max().unwrap_or(0);
            widest.max(self.head.get(column).map_or(0, |cell| cell.chars().count()))
        };
        let widths: Vec<usize> = (0..self.head.len()).map(width).collect();
        let head: Vec<String> = self.head.iter().map(ToString::to_string).collect();
        let rule: Vec<String> = widths.iter().map(|width| "-".repeat(*width)).collect();
        [&head, &rule]
            .into_iter()
            .chain(&self.rows)
            .map(|row| line(row, &widths))
            .collect()
    }
}

fn line(cells: &[String], widths: &[usize]) -> String {
    let cells: Vec<String> = cells
        .iter()
        .zip(widths)
        .map(|(cell, width)| {
            let room = " ".repeat(width.saturating_sub(cell.chars().count()));
            if is_figure(cell) {
                format!("{room}{cell}")
            } else {
                format!("{cell}{room}")
            }
        })
        .collect();
    format!("| {} |\n", cells.join(" | "))
}

fn is_figure(cell: &str) -> bool {
    cell.starts_with(|first: char| first.is_ascii_digit())
        && !cell.contains(|other: char| other.is_alphabetic())
}

/// `4.77×`; large ones without digits that mean nothing.
pub(crate) fn times(ratio: f64) -> String {
    format!("{}×", figure(ratio))
}

/// Three digits or so that mean something.
pub(crate) fn figure(value: f64) -> String {
    if value.is_nan() {
        "–".into()
    } else if value >= 100.0 {
        format!("{value:.0}")
    } else if value >= 10.0 {
        format!("{value:.1}")
    } else {
        format!("{value:.2}")
    }
}

/// Seconds, to the millisecond.
pub(crate) fn seconds(value: f64) -> String {
    format!("{value:.3}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn columns_line_up_and_figures_stand_at_the_right() {
        let mut table = Table::new(&["who", "seconds"]);
        table.row(vec!["Fanfold".into(), "0.4".into()]);
        table.row(vec!["é".into(), "12.25".into()]);
        let expected = "| who     | seconds |\n| ------- | ------- |\n| Fanfold |     0.4 |\n| é       |   12.25 |\n";
        assert_eq!(table.markdown(), expected);
    }

    #[test]
    fn ratios_have_the_digits_that_mean_something() {
        assert_eq!([4.768, 44.12, 612.3].map(times), ["4.77×", "44.1×", "612×"]);
        assert_eq!(times(f64::NAN), "–×");
        assert_eq!(seconds(0.42345), "0.423");
    }
}
