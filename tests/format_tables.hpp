// SPDX-License-Identifier: MIT
// The tables of docs/formats.md, which tests hold against what is read and written.
#pragma once

#include <fstream>
#include <sstream>
#include <string>
#include <vector>

using Cells = std::vector<std::string>;

/// "| a | b |" as "a", "b".
inline Cells cells_of(const std::string& line) {
  Cells cells;
  std::istringstream stream(line.substr(1));
  for (std::string cell; std::getline(stream, cell, '|');)
    cells.push_back(cell.size() < 2 ? "" : cell.substr(1, cell.size() - 2));
  return cells;
}

/// The rows of the table whose first line begins with those words.
inline std::vector<Cells> table_rows(const std::string& first_line) {
  std::vector<Cells> rows;
  std::ifstream document(SHM_SOURCE_ROOT "/docs/formats.md");
  std::string line;
  while (std::getline(document, line) && !line.starts_with(first_line)) {
  }
  std::getline(document, line);  // the rule below it
  while (std::getline(document, line) && line.starts_with("|"))
    rows.push_back(cells_of(line));
  return rows;
}
