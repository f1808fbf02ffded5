// SPDX-License-Identifier: MIT
// The part of a picture that is worth a second look.
#pragma once

#include <opencv2/core.hpp>

namespace shm {

/// How many times as large people are made at most: those of few pixels do not become sharper by
/// more.
inline constexpr int largest_zoom = 4;

/// A part and what lies around it: on each side that share of its longer side.
cv::Rect grown(const cv::Rect& part, double share);

/// The smallest part in which all people are, by alpha (8-bit or of floats); empty where nobody is
/// for sure: from close by a guess at furniture would become a person.
cv::Rect people_in(const cv::Mat& alpha);

/// People and what lies close around them, by the alpha of a first look (8-bit or of floats): there
/// the network sees hair finer, and less that it could take for a person. Empty where nobody is, or
/// where they fill the picture.
cv::Rect part_with_people(const cv::Mat& alpha);

/// Where alpha sees somebody, however faintly, with a rim around: 8-bit, coarse.
cv::Mat near_people(const cv::Mat& alpha);

/// Whether the second look lost somebody whom the first had seen: who is out of focus is more so
/// from close by.
bool lost_people(const cv::Mat& first, const cv::Mat& second);

/// Takes away what `near` has not: what a second look took for somebody where the first was sure of
/// the room.
void keep_near(const cv::Mat& near, cv::Mat& alpha);

}  // namespace shm
